-- The locks on tables that this session holds, without the one that every query takes.
SELECT concat(l.relation::regclass, ' ', l.mode)
FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE l.pid = pg_backend_pid() AND l.granted AND l.mode <> 'AccessShareLock'
  AND c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1;
