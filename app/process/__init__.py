"""The process as data: words, rights, paths and gates that a lawyer can read. No SQL, no HTTP."""
