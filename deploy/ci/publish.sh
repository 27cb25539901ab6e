#!/bin/sh
# For cron: publishes a newsroom's repository from this machine, keeps the record in it, and copies the site to a web server.
#   */5 * * * * /srv/publish.sh /srv/newsroom news@www.example.org:/var/www/news/
# Courant is named by the newsroom's package.json and installed there; git knows who commits. It prints when something is to be told, and cron mails that.
set -eu
cd "$1"
target=$2

git pull --quiet --rebase
code=0
told=$(npx courant publish --no-ping --record record.jsonl 2>&1) || code=$?
[ "$code" -eq 0 ] || echo "$told"
# 1 means that articles have errors and all others were published.
[ "$code" -le 1 ] || exit "$code"

git add record.jsonl
git diff --cached --quiet || git commit --quiet -m "Keep the record"
git push --quiet

# Feeds after the pages that they name, and removals last. By whole seconds, a file written twice in one would pass for the same.
rsync --archive --modify-window=-1 --exclude=.courant-stage --exclude='feed.*' out/ "$target"
rsync --archive --modify-window=-1 --exclude=.courant-stage --delete-after out/ "$target"

# A hub fetches what it is told of, and finds it only now. What it does not take, the next run tells it.
if grep -qs '^hub:' courant.yaml; then npx courant publish --record record.jsonl > /dev/null 2>&1 || true; fi
exit "$code"
