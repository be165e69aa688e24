-- What a Kitsu server leaves in its database: a bcrypt hash (of "difference engine") as bytes, a key and
-- recovery codes in arrays, choices by their code, JSON that is null where others are SQL's NULL,
-- times with microseconds, and the bookkeeping of its own migrations.

CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0e1f2a3b4c5d');

INSERT INTO person (
    id, first_name, last_name, email, role, contract_type, active, archived, password, data, totp_enabled,
    fido_enabled, fido_credentials, otp_recovery_codes, timezone, locale, created_at, updated_at
) VALUES (
    '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c01', 'Ada', 'Lovelace', 'ada@example.com', 'admin', 'freelance',
    true, false, '$2b$04$OS5m1TuwGFbfHEF.VPuzHuXNIqgqPM3CgBG7GZpTf4V6UPZsAOcee', 'null', false,
    false, ARRAY['{"device_name": "blue key"}']::jsonb[], ARRAY['$2b$04$code']::bytea[], 'Europe/Paris', 'fr_FR',
    '2023-05-06 07:08:09.123456', '2023-05-06 07:08:09.123456'
);

INSERT INTO project_status (id, name, color) VALUES
    ('6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c02', 'Open', '#000000'),
    ('6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c03', 'Closed', '#000000');

INSERT INTO project (id, name, production_type, production_style, project_status_id, data) VALUES (
    '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c04', 'Analytical Engine', 'featurefilm', '2d3d',
    '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c02', '{"budget": 12}'
);

INSERT INTO entity_type (id, name) VALUES ('6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c05', 'Props');

INSERT INTO entity (id, name, status, project_id, entity_type_id) VALUES (
    '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c06', 'Gear', 'running',
    '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c04', '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c05'
);

INSERT INTO task_type (id, name, for_entity, color)
VALUES ('6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c07', 'Modeling', 'Asset', '#FFFFFF');

INSERT INTO task (id, name, project_id, task_type_id, entity_id, start_date, estimation, data) VALUES (
    '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c08', 'main', '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c04',
    '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c07', '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c06',
    '2023-05-08 00:00:00', 480, 'null'
);

INSERT INTO task_person_link (task_id, person_id)
VALUES ('6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c08', '6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c01');
