"""What must agree where two texts say the same: numbers, dates and times, words of denial."""
