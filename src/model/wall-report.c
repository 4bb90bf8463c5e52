/* wall-report.c
 *
 * What is known of the cameras, as JSON, for `--report` and for tests. Main thread.
 *
 * The kernel's table of connections is read once a report.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-report.h"

#include "wall-camera-private.h"
#include "wall-tcp-table.h"

static void
add_string (JsonBuilder *json,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (json, name);
  if (value && *value != '\0')
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_count (JsonBuilder *json,
           const char  *name,
           gint64       value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

static void
add_boolean (JsonBuilder *json,
             const char  *name,
             gboolean     value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_boolean_value (json, value);
}

static void
add_rate (JsonBuilder *json,
          const char  *name,
          double       value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_double_value (json, value);
}

static void
add_seconds (JsonBuilder *json,
             const char  *name,
             gint64       us)
{
  json_builder_set_member_name (json, name);
  if (us < 0)
    json_builder_add_null_value (json);
  else
    json_builder_add_double_value (json, us / (double) G_USEC_PER_SEC);
}

static void
begin (JsonBuilder *json,
       const char  *name)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
}

/* A path is not told: with some cameras there is a password in it. */
static void
add_stream (JsonBuilder      *json,
            WallCameraConfig *config,
            gboolean          has_channels)
{
  if (has_channels)
    add_count (json, "channel", wall_camera_config_get_channel (config));
  else
    add_string (json, "channel", NULL);
  add_string (json, "stream", has_channels ? wall_camera_config_get_stream (config) : NULL);
}

static void
add_config (JsonBuilder *json,
            WallCamera  *camera)
{
  WallCameraConfig *config = camera->config;
  const WallScheme *scheme = wall_device_get_scheme (camera->device);

  add_count (json, "number", wall_camera_config_get_number (config));
  add_count (json, "place", wall_camera_config_get_place (config));
  add_string (json, "name", wall_camera_config_get_name (config));
  add_string (json, "protocol", scheme ? scheme->name : NULL);
  add_string (json, "host", wall_device_get_host (camera->device));
  add_count (json, "port", wall_device_get_port (camera->device));
  add_string (json, "user", wall_device_get_user (camera->device));
  add_stream (json, config, scheme == NULL || scheme->has_channels);
}

static void
add_notices (JsonBuilder *json,
             WallNotice   notices)
{
  static const char *const nicks[] = { "damaged", "unchanged", "reduced", "alarm" };

  json_builder_set_member_name (json, "notices");
  json_builder_begin_array (json);
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++) {
    if (notices & (1 << i))
      json_builder_add_string_value (json, nicks[i]);
  }
  json_builder_end_array (json);
}

static void
add_status (JsonBuilder            *json,
            const WallCameraStatus *status)
{
  gboolean is_hidden = status->state == WALL_LINK_LIVE && !status->is_shown;

  add_string (json, "state", is_hidden ? "receiving" : wall_link_state_to_nick (status->state));
  add_string (json, "reason", wall_reason_to_nick (status->reason));
  add_notices (json, status->notices);
  add_boolean (json, "shown", status->is_shown);
  add_seconds (json, "state_age", status->state_age_us);
  add_seconds (json, "retry_in", status->retry_in_us);
}

static void
add_numbers (JsonBuilder            *json,
             const WallCameraStatus *status,
             const WallWatchNumbers *numbers,
             double                  nominal_fps)
{
  begin (json, "age");
  add_seconds (json, "received", numbers->received_age_us);
  add_seconds (json, "decoded", numbers->decoded_age_us);
  add_seconds (json, "painted", numbers->painted_age_us);
  add_seconds (json, "picture", status->picture_age_us);
  add_seconds (json, "unchanged", numbers->unchanged_us);
  json_builder_end_object (json);

  begin (json, "frames");
  add_count (json, "received", numbers->received);
  add_count (json, "decoded", numbers->decoded);
  add_count (json, "painted", numbers->painted);
  add_count (json, "skipped", numbers->skipped);
  json_builder_end_object (json);

  begin (json, "fps");
  add_rate (json, "nominal", nominal_fps);
  add_rate (json, "received", numbers->received_fps);
  add_rate (json, "decoded", numbers->decoded_fps);
  add_rate (json, "painted", numbers->painted_fps);
  json_builder_end_object (json);
}

static void
add_kernel (JsonBuilder  *json,
            WallCamera   *camera,
            WallTcpTable *table)
{
  WallTcpEntry entry;

  if (table == NULL ||
      !wall_tcp_table_find (table, camera->local_address, camera->local_port,
                            camera->remote_address, camera->remote_port, &entry)) {
    add_string (json, "state", NULL);
    return;
  }

  add_string (json, "state", wall_tcp_state_to_string (entry.state));
  add_seconds (json, "rtt", entry.rtt_us > 0 ? (gint64) entry.rtt_us : -1);
  add_count (json, "retransmits", entry.retransmits);
}

static void
add_connection (JsonBuilder  *json,
                WallCamera   *camera,
                WallTcpTable *table)
{
  if (camera->local_port == 0) {
    add_string (json, "connection", NULL);
    return;
  }

  begin (json, "connection");
  add_string (json, "local", camera->local_address);
  add_count (json, "local_port", camera->local_port);
  add_string (json, "remote", camera->remote_address);
  add_count (json, "remote_port", camera->remote_port);
  add_kernel (json, camera, table);
  json_builder_end_object (json);
}

static void
add_attempt (JsonBuilder       *json,
             const WallAttemptRecord *attempt)
{
  g_autoptr (GDateTime) seconds =
    g_date_time_new_from_unix_utc (attempt->started_at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) started =
    g_date_time_add (seconds, attempt->started_at % G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format_iso8601 (started);
  gint64 ended_us = attempt->ended_us < 0 ? g_get_monotonic_time () : attempt->ended_us;

  json_builder_begin_object (json);
  add_string (json, "started", text);
  add_seconds (json, "duration", ended_us - attempt->started_us);
  add_string (json, "reached", wall_link_state_to_nick (attempt->reached));
  add_string (json, "reason", wall_reason_to_nick (attempt->reason));
  add_string (json, "message", attempt->message);
  add_string (json, "ended_by", attempt->ended_by);
  json_builder_end_object (json);
}

static void
add_history (JsonBuilder *json,
             WallCamera  *camera)
{
  add_count (json, "attempts", wall_attempt_log_get_count (camera->log));
  add_count (json, "failures", camera->failures);

  json_builder_set_member_name (json, "history");
  json_builder_begin_array (json);
  for (guint i = 0; i < wall_attempt_log_get_size (camera->log); i++)
    add_attempt (json, wall_attempt_log_get (camera->log, i));
  json_builder_end_array (json);
}

static void
add_camera (JsonBuilder  *json,
            WallCamera   *camera,
            WallTcpTable *table)
{
  gboolean has_stream = camera->player && wall_camera_has_streams (camera);
  WallCameraStatus status;
  WallWatchNumbers numbers;

  wall_camera_poll (camera);
  wall_camera_get_status (camera, &status);
  wall_camera_get_numbers (camera, &numbers);

  json_builder_begin_object (json);
  add_config (json, camera);
  add_status (json, &status);
  add_numbers (json, &status, &numbers, camera->sink_stats.fps);
  add_count (json, "width", camera->sink_stats.width);
  add_count (json, "height", camera->sink_stats.height);
  add_string (json, "playing", has_stream ? wall_stream_to_nick (camera->stream) : NULL);
  add_boolean (json, "switching", camera->next.player != NULL);
  add_string (json, "codec", camera->stats.codec);
  add_string (json, "certificate", camera->stats.certificate);
  add_string (json, "certificate_kept", wall_device_get_certificate (camera->device));
  add_string (json, "topology", camera->stats.topology);
  add_string (json, "stream_type", camera->stats.stream_type);
  add_connection (json, camera, table);
  add_history (json, camera);
  json_builder_end_object (json);
}

/**
 * wall_report_cameras:
 * @cameras: (array length=n_cameras): the cameras
 *
 * Returns: (transfer full): an array, in the order of @cameras
 */
JsonNode *
wall_report_cameras (WallCamera *const *cameras,
                     guint              n_cameras)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WallTcpTable) table = wall_tcp_table_read (&error);

  if (table == NULL)
    g_warning ("The kernel's connections cannot be read: %s", error->message);

  json_builder_begin_array (json);
  for (guint i = 0; i < n_cameras; i++)
    add_camera (json, cameras[i], table);
  json_builder_end_array (json);

  return json_builder_get_root (json);
}
