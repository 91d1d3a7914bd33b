"""What leaves the house: reports, alerts and reminders of promises."""
