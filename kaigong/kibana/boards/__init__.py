"""The dashboards, one module each."""

from kaigong.kibana.board import Board
from kaigong.kibana.boards.alerts import ALERTS_BOARD
from kaigong.kibana.boards.matrix import MATRIX
from kaigong.kibana.boards.progress import PROGRESS
from kaigong.kibana.boards.sources import SOURCES_BOARD
from kaigong.kibana.boards.today import TODAY

BOARDS: tuple[Board, ...] = (TODAY, MATRIX, PROGRESS, ALERTS_BOARD, SOURCES_BOARD)
