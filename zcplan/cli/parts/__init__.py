"""What commands share beside their options: tables for the terminal, and what is typed for a year, a day, a place."""
