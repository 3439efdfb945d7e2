CREATE INDEX messages_dead ON messages (created_at) WHERE status = 'dead';
