-- What every script of the ledger begins with. KEYS: 1 open leases (hash), 2 when they are due (zset),
-- 3 ids that were resolved (zset), 4... one counter a line. Lua's numbers are doubles, exact to 2^53: times are
-- numbers of microseconds (until the year 2255), sums of amounts are texts that only Redis's own integers add up.
local FOREVER = 9007199254740991
local BILLION = 1000000000
local FIELDS = 14
local LINES = 3

local function text(number) return string.format('%.0f', number) end

-- A whole number in two parts, each of which a double holds exactly.
local function split(digits)
  local length = #digits
  if length <= 9 then return 0, tonumber(digits) end
  return tonumber(string.sub(digits, 1, length - 9)), tonumber(string.sub(digits, length - 8))
end

-- Whether used + held + amount <= limit; an amount of zero fits while anything is left.
local function fits(limit, used, held, amount)
  local lh, ll = split(limit)
  local uh, ul = split(used)
  local hh, hl = split(held)
  local ah, al = split(amount)
  local low = ll - ul - hl - al
  if amount == '0' then low = low - 1 end
  return lh - uh - hh - ah + math.floor(low / BILLION) >= 0
end

-- A counter that cannot count on stays at its end: it refuses, it does not begin anew.
local function add(key, field, amount)
  if amount == '0' then return end
  local answer = redis.pcall('HINCRBY', key, field, amount)
  if type(answer) == 'table' and answer.err then redis.call('HSET', key, field, '9223372036854775807') end
end

local function take(key, field, amount)
  if amount == '0' then return end
  if redis.call('HINCRBY', key, field, '-' .. amount) < 0 then redis.call('HSET', key, field, '0') end
end

local function line_at(base, i)
  local at = base + (i - 1) * FIELDS
  return {
    key = KEYS[LINES + i],
    shape = ARGV[at + 1],
    starts = tonumber(ARGV[at + 2]),
    ends = tonumber(ARGV[at + 3]),
    keep = tonumber(ARGV[at + 4]),
    limit = ARGV[at + 5],
    amount = ARGV[at + 6],
    enforced = ARGV[at + 7] == '1',
    seeded = ARGV[at + 8] == '1',
    width = tonumber(ARGV[at + 9]),
    parts = tonumber(ARGV[at + 10]),
    q = tonumber(ARGV[at + 11]),
    r = tonumber(ARGV[at + 12]),
    q2 = tonumber(ARGV[at + 13]),
    r2 = tonumber(ARGV[at + 14]),
  }
end

-- How long the counter stays when nobody comes: after the window's end, or after now where it has none.
local function keep(line, now, longer)
  if line.keep == 0 then return end
  local left = line.ends < FOREVER and line.ends + line.keep - now or line.keep + longer
  redis.call('PEXPIRE', line.key, math.max(1000, math.ceil(left / 1000)))
end

local function remember(id, now, most)
  redis.call('ZADD', KEYS[3], now, id)
  local over = redis.call('ZCARD', KEYS[3]) - most
  if over > 0 then redis.call('ZREMRANGEBYRANK', KEYS[3], 0, math.min(over, 64) - 1) end
end

-- Times with a fraction: microseconds, and a numerator below the rate that the denominator is.
local function plus(m, f, q, r, rate)
  if f >= rate - r then return math.min(m + q + 1, FOREVER), f - (rate - r) end
  return math.min(m + q, FOREVER), f + r
end

local function minus(m, f, q, r, rate)
  if f < r then return m - q - 1, f + (rate - r) end
  return m - q, f - r
end

local function less(m, f, q, r) return m < q or (m == q and f < r) end
