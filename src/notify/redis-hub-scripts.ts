// What must be whole, or not at all, is done in Redis itself. KEYS[1] is what all keys begin with:
//   topics            path → hash of what is published         changed     path → when that was noted
//   untold            path → generation:last id, while its subscribers are still to get a delivery
//   sub:<id>          a subscription                            index       "path callback" → id
//   of:<path>         ids of its subscriptions                  expires     ids by the end of their lease
//   intent:<id>       a request                                 intents     "path callback" → id
//   claims            ids of requests by when somebody else may see to them
//   hosts             host → subscriptions and requests         hasten      ids whose delivery is due at once
//   ids, fence        counters                              crowded     there while somebody found no room within the last hour

const FORGET = `
  local p = KEYS[1]
  local function leave(host)
    if redis.call('HINCRBY', p .. 'hosts', host, -1) <= 0 then redis.call('HDEL', p .. 'hosts', host) end
  end
  local function forget(id)
    local sub = redis.call('HMGET', p .. 'sub:' .. id, 'topic', 'callback', 'host')
    if not sub[1] then return end
    redis.call('DEL', p .. 'sub:' .. id)
    redis.call('HDEL', p .. 'index', sub[1] .. ' ' .. sub[2])
    redis.call('ZREM', p .. 'of:' .. sub[1], id)
    redis.call('ZREM', p .. 'expires', id)
    leave(sub[3])
  end
  local function drop(id)
    local intent = redis.call('HMGET', p .. 'intent:' .. id, 'topic', 'callback', 'host')
    if not intent[1] then return false end
    redis.call('DEL', p .. 'intent:' .. id)
    redis.call('HDEL', p .. 'intents', intent[1] .. ' ' .. intent[2])
    redis.call('ZREM', p .. 'claims', id)
    leave(intent[3])
    return true
  end
`

/** ARGV: fence or empty, instant, then path and hash of each topic. Answers how many changed; -1 to a fence that is no longer the last. */
export const NOTE: string = `
  local p = KEYS[1]
  if ARGV[1] ~= '' and tonumber(redis.call('GET', p .. 'fence') or '0') > tonumber(ARGV[1]) then return -1 end
  local changed = 0
  for at = 3, #ARGV, 2 do
    local path, sha256 = ARGV[at], ARGV[at + 1]
    if redis.call('HGET', p .. 'topics', path) ~= sha256 then
      redis.call('HSET', p .. 'untold', path, redis.call('INCR', p .. 'ids') .. ':0')
      redis.call('HSET', p .. 'changed', path, ARGV[2])
      redis.call('HSET', p .. 'topics', path, sha256)
      changed = changed + 1
    end
  end
  return changed
`

/** Has all subscribers looked at again: who has not got what is published is to get it. */
export const RENOTE: string = `
  local p = KEYS[1]
  for _, path in ipairs(redis.call('HKEYS', p .. 'topics')) do
    redis.call('HSET', p .. 'untold', path, redis.call('INCR', p .. 'ids') .. ':0')
  end
`

/** ARGV: path, what stood there, what is to: nothing where it changed meanwhile. Empty takes it away. */
export const ADVANCE: string = `
  local key = KEYS[1] .. 'untold'
  if redis.call('HGET', key, ARGV[1]) ~= ARGV[2] then return 0 end
  if ARGV[3] == '' then return redis.call('HDEL', key, ARGV[1]) end
  return redis.call('HSET', key, ARGV[1], ARGV[3])
`

/** ARGV: topic, callback, host, most of a host, most of all, claimed until, then names and values. Answers the id; nothing where there are too many. */
export const REQUEST: string = `${FORGET}
  local key, host = ARGV[1] .. ' ' .. ARGV[2], ARGV[3]
  local before = redis.call('HGET', p .. 'intents', key)
  if not before and redis.call('HEXISTS', p .. 'index', key) == 0 then
    local all = redis.call('HLEN', p .. 'index') + redis.call('HLEN', p .. 'intents')
    if tonumber(redis.call('HGET', p .. 'hosts', host) or '0') >= tonumber(ARGV[4]) or all >= tonumber(ARGV[5]) then
      redis.call('SET', p .. 'crowded', 1, 'EX', 3600)
      return false
    end
  end
  if before then drop(before) end
  local id = redis.call('INCR', p .. 'ids')
  redis.call('HSET', p .. 'intent:' .. id, 'topic', ARGV[1], 'callback', ARGV[2], 'host', host, unpack(ARGV, 7))
  redis.call('HSET', p .. 'intents', key, id)
  redis.call('ZADD', p .. 'claims', ARGV[6], id)
  redis.call('HINCRBY', p .. 'hosts', host, 1)
  return id
`

/** ARGV: now, claimed until. Answers requests that nobody sees to, each as its id and its fields. */
export const CLAIM: string = `
  local p = KEYS[1]
  local claimed = {}
  for _, id in ipairs(redis.call('ZRANGE', p .. 'claims', '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, 500)) do
    redis.call('ZADD', p .. 'claims', ARGV[2], id)
    claimed[#claimed + 1] = { id, redis.call('HGETALL', p .. 'intent:' .. id) }
  end
  return claimed
`

/** ARGV: ids of subscriptions. Answers those whose last delivery failed. */
export const FAILING: string = `
  local failing = {}
  for _, id in ipairs(ARGV) do
    if tonumber(redis.call('HGET', KEYS[1] .. 'sub:' .. id, 'failures') or '0') > 0 then failing[#failing + 1] = id end
  end
  return failing
`

/** ARGV: id. */
export const REFUSE: string = `${FORGET}
  return drop(ARGV[1]) and 1 or 0
`

/** ARGV: id, mode, topic, callback, host, secret or empty, now, end of the lease. */
export const CONFIRM: string = `${FORGET}
  if not drop(ARGV[1]) then return end
  local topic, key, host = ARGV[3], ARGV[3] .. ' ' .. ARGV[4], ARGV[5]
  local id = redis.call('HGET', p .. 'index', key)
  if ARGV[2] == 'unsubscribe' then
    if id then forget(id) end
    return
  end
  local published = redis.call('HGET', p .. 'topics', topic)
  if not id then
    id = redis.call('INCR', p .. 'ids')
    redis.call('HSET', p .. 'index', key, id)
    redis.call('ZADD', p .. 'of:' .. topic, id, id)
    redis.call('HINCRBY', p .. 'hosts', host, 1)
    redis.call('HSET', p .. 'sub:' .. id, 'topic', topic, 'callback', ARGV[4], 'host', host)
    if published then redis.call('HSET', p .. 'sub:' .. id, 'delivered', published) end
  elseif redis.call('HGET', p .. 'sub:' .. id, 'delivered') ~= published then
    redis.call('SADD', p .. 'hasten', id)
  end
  redis.call('HSET', p .. 'sub:' .. id, 'secret', ARGV[6], 'since', ARGV[7], 'expires', ARGV[8], 'failures', 0)
  redis.call('ZADD', p .. 'expires', ARGV[8], id)
`

/**
 * ARGV: now, then ids of subscriptions. Answers for each what is to be delivered: topic, callback, secret, hash, failures in a row; nothing where
 * nothing is. From now on it is not known what the subscriber has.
 */
export const TAKE: string = `
  local p = KEYS[1]
  local due = {}
  for at = 2, #ARGV do
    local key = p .. 'sub:' .. ARGV[at]
    local sub = redis.call('HMGET', key, 'topic', 'callback', 'secret', 'expires', 'delivered', 'failures')
    local sha256 = sub[1] and redis.call('HGET', p .. 'topics', sub[1])
    if not sha256 or tonumber(sub[4]) <= tonumber(ARGV[1]) or sub[5] == sha256 then
      due[at - 1] = {}
    else
      redis.call('HDEL', key, 'delivered')
      due[at - 1] = { sub[1], sub[2], sub[3], sha256, sub[6] }
    end
  end
  return due
`

/**
 * ARGV: kind, id, hash of each outcome. Answers for each how often it failed by now, since when it is tried, and whether the subscriber has what is
 * published; nothing for a subscription that is no more.
 */
export const CONCLUDE: string = `${FORGET}
  local concluded = {}
  for at = 1, #ARGV, 3 do
    local kind, id, sha256 = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local key = p .. 'sub:' .. id
    local sub = redis.call('HMGET', key, 'topic', 'since')
    local answer = {}
    if kind == 'gone' then
      forget(id)
    elseif sub[1] then
      local failures, has = 0, 0
      if kind == 'failed' then failures = redis.call('HINCRBY', key, 'failures', 1) end
      if kind == 'delivered' then
        redis.call('HSET', key, 'delivered', sha256, 'failures', 0)
        if redis.call('HGET', p .. 'topics', sub[1]) == sha256 then has = 1 end
      end
      local changed = tonumber(redis.call('HGET', p .. 'changed', sub[1]) or '0')
      answer = { failures, math.max(tonumber(sub[2]), changed), has }
    end
    concluded[#concluded + 1] = answer
  end
  return concluded
`

/**
 * ARGV: now, and a while ago. Forgets subscriptions whose lease had ended by then, or, where somebody found no room, has ended now, some at a time, and
 * answers how many hold.
 */
export const COUNT: string = `${FORGET}
  local ended = redis.call('EXISTS', p .. 'crowded') == 1 and ARGV[1] or ARGV[2]
  for _, id in ipairs(redis.call('ZRANGE', p .. 'expires', '-inf', ended, 'BYSCORE', 'LIMIT', 0, 1000)) do forget(id) end
  return redis.call('ZCOUNT', p .. 'expires', '(' .. ARGV[1], '+inf')
`
