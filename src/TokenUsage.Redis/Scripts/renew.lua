-- ARGV: 1 lease, then ids.
local due, open = math.min(clock() + tonumber(ARGV[1]), FOREVER), 0
for i = 2, #ARGV do
  if redis.call('ZSCORE', KEYS[2], ARGV[i]) then
    redis.call('ZADD', KEYS[2], due, ARGV[i])
    open = open + 1
  end
end
return open
