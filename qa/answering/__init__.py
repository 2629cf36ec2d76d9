"""From hits to an answer whose every quote is proved."""
