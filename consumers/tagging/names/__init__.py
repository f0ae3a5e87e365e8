"""Names of projects and companies."""
