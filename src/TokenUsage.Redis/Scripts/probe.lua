-- A write, since a replica that has not yet become the primary answers everything else.
redis.call('SET', KEYS[1], '1', 'PX', 60000)
return clock()
