"""What the tests stand on: a database, a page object, a mailbox, a live server."""
