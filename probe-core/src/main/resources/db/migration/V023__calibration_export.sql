CREATE OR REPLACE VIEW calibration_export AS
SELECT situation, bucket, held_out, up_share
FROM calibration;
