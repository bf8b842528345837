-- ARGV: 1 most leases to expire, 2 how long ids are remembered, 3 most ids remembered. Returns the expired ids.
local now, most = clock(), tonumber(ARGV[3])
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, id in ipairs(due) do
  local lease = redis.call('HGET', KEYS[1], id)
  if lease then give_back(lease, nil, now) end
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  remember('-' .. id, now, most)
end
local old = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - tonumber(ARGV[2]), 'LIMIT', 0, 64)
if #old > 0 then redis.call('ZREM', KEYS[3], unpack(old)) end
return due
