"""Alerts on any figure: looked at every hour of the last days, told once a cause when it begins and when it is over."""
