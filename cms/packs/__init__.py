"""Content packs: pages as files a person can read. The starter content is one."""
