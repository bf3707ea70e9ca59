"""What lies on people's own devices: drafts, an offline page, the site as an installed app."""
