"""The sites on loopback: those of the demo, and the sample web with every family and every nasty case."""

from kaigong.demo.web.demo_web import DemoWeb

__all__ = ["DemoWeb"]
