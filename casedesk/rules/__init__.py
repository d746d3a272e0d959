"""The business rules as functions on frozen values; they know neither database nor screen nor clock."""
