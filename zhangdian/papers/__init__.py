"""Papers: files that hang on things, checked for secrecy at the door, served through the owner's permission."""
