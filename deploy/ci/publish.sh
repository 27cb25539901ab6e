#!/bin/sh
# For cron: publishes a newsroom's repository from this machine, keeps the record in it, and copies the site to a web server.
#   */5 * * * * /srv/publish.sh /srv/newsroom news@www.example.org:/var/www/news/
# The folder there is this newsroom's alone: whatever else stands in it is removed.
# Courant is named by the newsroom's package.json and installed there; git knows who commits. It prints when something is to be told, and cron mails that.
set -eu
cd "$1"
target=$2

# One at a time: the first of two would remove what the second has copied.
exec 9> .git/courant-publish.lock
flock --nonblock 9 || exit 0
# Another's package of that name is not to be fetched. An option before any command would be npx's own.
npx --no courant publish --help > /dev/null

keep_record() {
  [ -e record.jsonl ] || return 0
  git add record.jsonl
  git diff --cached --quiet -- record.jsonl || git commit --quiet -m "Keep the record" -- record.jsonl
}

# What a run left that ended before it was kept.
keep_record
git pull --quiet --rebase
code=0
told=$(npx --no courant publish --no-ping --no-deliver --record record.jsonl 2>&1) || code=$?
[ "$code" -eq 0 ] || echo "$told"
# 1 means that articles have errors and all others were published.
[ "$code" -le 1 ] || exit "$code"

# Before the site: no id is public that the record does not know.
keep_record
git push --quiet

# Feeds after the pages that they name, and removals last. By whole seconds, a file written twice in one would pass for the same.
rsync --archive --modify-window=-1 --exclude=.courant-stage --exclude='feed.*' out/ "$target"
rsync --archive --modify-window=-1 --exclude=.courant-stage --delete-after out/ "$target"

# A hub fetches what it is told of, and finds it only now. What it does not take, or cannot be delivered elsewhere, comes with the next run.
told=$(npx --no courant deliver 2>&1) || { code=$?; echo "$told"; }
exit "$code"
