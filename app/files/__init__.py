"""Files and pictures that people add to what they write."""
