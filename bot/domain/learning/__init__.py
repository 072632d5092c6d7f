"""What a pair needs before it meets: the phase that it is in, and what a worksheet takes."""
