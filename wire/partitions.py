"""Which partition a key belongs to: the same on every adapter, so that a stream can move between them."""

import zlib


def key_bytes(key: str) -> bytes:
    """A key as it is stored. A lone surrogate from the web is no reason to lose a record."""
    return key.encode("utf-8", "surrogatepass")


def partition_of(key: str, partitions: int) -> int:
    """The same key always lands in the same partition, so its records keep their order.

    CRC-32 modulo the number of partitions is also what librdkafka's `consistent` partitioner does.
    """
    return zlib.crc32(key_bytes(key)) % partitions
