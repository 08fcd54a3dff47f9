"""What `intake contracts check` finds: in each module one kind of thing to know about a contract."""
