#!/bin/sh
# Makes the secrets of docker-compose.yml once; what is there already is left alone.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets certs
chmod 700 secrets
umask 077
random() { head -c 48 /dev/urandom | base64 | tr -d '\n/+=' | cut -c1-48; }
make() { [ -s "secrets/$1" ] || { printf '%s' "$2" > "secrets/$1"; echo "made secrets/$1"; }; }
make secret_key "$(random)"
make trail_key "$(random)"
make vault_key "$(random)"
make postgres_password "$(random)"
make redis_password "$(random)"
make database_url "postgres://zhangdian:$(cat secrets/postgres_password)@postgres:5432/zhangdian"
make redis_url "redis://:$(cat secrets/redis_password)@redis:6379/0"
make redis_conf "requirepass $(cat secrets/redis_password)
"
# Containers read them as a user of their own.
chmod 711 secrets
chmod 644 secrets/*
echo "Keep copies of trail_key and vault_key apart from the backups: without the first nobody can prove the trail,"
echo "without the second nobody can read the talks again."
