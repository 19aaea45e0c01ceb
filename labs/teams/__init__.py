"""The people of a lab: who belongs to it, who is invited, whether a second pair of eyes is asked."""
