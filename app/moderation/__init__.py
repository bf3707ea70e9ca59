"""One queue of everything waiting; every act has a reason and is on the record."""
