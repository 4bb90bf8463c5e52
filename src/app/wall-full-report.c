/* wall-full-report.c
 *
 * All that the running wall knows of itself and of its cameras, as JSON:
 *   wall     version, renderer, renderer_reason (why that one was chosen), texture_path, uptime
 *            (seconds), width, height (device pixels), scale, is_fullscreen, frames and pictures
 *            (painted since the start), frames_per_second and pictures_per_second (of the last full
 *            second), main_loop (max_gap of the last minute, max_gap_ever, in seconds,
 *            gaps_over_100_ms since the start, max_work and max_work_ever: what the main thread
 *            itself computed in one turn of its loop), threads, memory_kib, descriptors, trouble (what
 *            people were told last that concerns no single camera)
 *   sums     how many cameras are in which state, as the header bar has them
 *   cameras  one object each, see wall-report.h of the model; picture (x, y, width, height) is where
 *            it stands in the window, in device pixels, null when it is not on the screen
 * What is not known is null. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-full-report.h"

#include <json-glib/json-glib.h>

#include "wall-process.h"
#include "wall-renderer.h"
#include "wall-texture-path.h"

static void
add_int (JsonObject *object,
         const char *name,
         gint64      value)
{
  if (value < 0)
    json_object_set_null_member (object, name);
  else
    json_object_set_int_member (object, name, value);
}

static void
add_seconds (JsonObject *object,
             const char *name,
             gint64      duration_us)
{
  json_object_set_double_member (object, name, (double) duration_us / G_USEC_PER_SEC);
}

static JsonObject *
describe_loop (WallLoopMeter *meter)
{
  JsonObject *object = json_object_new ();
  WallLoopNumbers numbers;

  wall_loop_meter_get_numbers (meter, &numbers);
  add_seconds (object, "max_gap", numbers.max_gap_us);
  add_seconds (object, "max_gap_ever", numbers.max_gap_ever_us);
  add_int (object, "gaps_over_100_ms", (gint64) numbers.gaps_over_limit);
  add_seconds (object, "max_work", numbers.max_work_us);
  add_seconds (object, "max_work_ever", numbers.max_work_ever_us);

  return object;
}

static void
add_process (JsonObject *object)
{
  WallProcessNumbers numbers;

  wall_process_get_numbers (&numbers);
  add_int (object, "threads", numbers.threads);
  add_int (object, "memory_kib", numbers.memory_kib);
  add_int (object, "descriptors", numbers.descriptors);
}

static void
add_window (JsonObject *object,
            WallWindow *window)
{
  WallWindowNumbers numbers;

  wall_window_get_numbers (window, &numbers);
  json_object_set_string_member (object, "renderer", numbers.renderer);
  json_object_set_string_member (object, "renderer_reason", wall_renderer_get_reason ());
  json_object_set_string_member (object, "texture_path", wall_texture_path_get_name ());
  add_int (object, "width", numbers.width);
  add_int (object, "height", numbers.height);
  json_object_set_double_member (object, "scale", numbers.scale);
  json_object_set_boolean_member (object, "is_fullscreen", numbers.is_fullscreen);
  add_int (object, "frames", (gint64) numbers.frames);
  add_int (object, "pictures", (gint64) numbers.pictures);
  json_object_set_double_member (object, "frames_per_second", numbers.frames_per_second);
  json_object_set_double_member (object, "pictures_per_second", numbers.pictures_per_second);
}

static JsonObject *
describe_sums (WallCameraList *cameras)
{
  JsonObject *object = json_object_new ();
  WallCameraSums sums;

  wall_camera_list_get_sums (cameras, &sums);
  add_int (object, "live", sums.live);
  add_int (object, "receiving", sums.receiving);
  add_int (object, "late", sums.late);
  add_int (object, "stalled", sums.stalled);
  add_int (object, "connecting", sums.connecting);
  add_int (object, "offline", sums.offline);
  add_int (object, "attention", sums.attention);
  add_int (object, "off", sums.off);

  return object;
}

static JsonNode *
describe_bounds (const WallRect *bounds)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "x", bounds->x);
  json_object_set_int_member (object, "y", bounds->y);
  json_object_set_int_member (object, "width", bounds->width);
  json_object_set_int_member (object, "height", bounds->height);
  json_node_take_object (node, object);

  return node;
}

static JsonNode *
describe_cameras (WallWindow     *window,
                  WallCameraList *cameras)
{
  JsonNode *node = wall_camera_list_to_json (cameras);
  JsonArray *array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *camera = json_array_get_object_element (array, i);
    WallRect bounds;

    json_object_set_member (camera, "picture",
                            wall_window_get_picture_bounds (window, i, &bounds)
                              ? describe_bounds (&bounds) : json_node_new (JSON_NODE_NULL));
  }

  return node;
}

/**
 * wall_full_report_build:
 * @window: the wall's window
 * @cameras: the wall's cameras
 * @meter: of the main loop
 * @started_us: when the program started, monotonic
 * @trouble: (nullable): what people were told last that concerns no single camera
 *
 * Returns: (transfer full): the report, for people to read as well
 */
char *
wall_full_report_build (WallWindow     *window,
                        WallCameraList *cameras,
                        WallLoopMeter  *meter,
                        gint64          started_us,
                        const char     *trouble)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *report = json_object_new ();
  JsonObject *wall = json_object_new ();

  json_object_set_string_member (wall, "version", PACKAGE_VERSION);
  add_seconds (wall, "uptime", g_get_monotonic_time () - started_us);
  add_window (wall, window);
  json_object_set_object_member (wall, "main_loop", describe_loop (meter));
  add_process (wall);
  if (trouble)
    json_object_set_string_member (wall, "trouble", trouble);
  else
    json_object_set_null_member (wall, "trouble");

  json_object_set_object_member (report, "wall", wall);
  json_object_set_object_member (report, "sums", describe_sums (cameras));
  json_object_set_member (report, "cameras", describe_cameras (window, cameras));
  json_node_take_object (root, report);

  return json_to_string (root, TRUE);
}
