"""The append-only record of every act: the only mechanism for what follows from an act."""

from app.record.writing import record, record_all

__all__ = ["record", "record_all"]
