"""The spine: one row for everything the public can see, discuss, support, trace and moderate."""
