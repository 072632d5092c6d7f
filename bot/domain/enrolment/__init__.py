"""What people say of themselves in a form, checked; and how many accounts may go at once."""
