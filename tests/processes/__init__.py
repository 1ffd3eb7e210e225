"""The real processes, by the very commands of docker-compose.yml."""
