"""Staff pages of the Living Lab: the desk of a round, the queue of ideas, reading one, answering one."""
