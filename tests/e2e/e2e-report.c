/* e2e-report.c
 *
 * What a wall says of itself, read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

JsonObject *
e2e_report_camera (JsonObject *report,
                   guint       index)
{
  return json_array_get_object_element (json_object_get_array_member (report, "cameras"), index);
}

const char *
e2e_report_state (JsonObject *report,
                  guint       index)
{
  return json_object_get_string_member (e2e_report_camera (report, index), "state");
}

const char *
e2e_report_reason (JsonObject *report,
                   guint       index)
{
  return json_object_get_string_member (e2e_report_camera (report, index), "reason");
}

guint
e2e_report_count (JsonObject *report,
                  const char *state)
{
  guint length = json_array_get_length (json_object_get_array_member (report, "cameras"));
  guint count = 0;

  for (guint i = 0; i < length; i++)
    count += g_str_equal (e2e_report_state (report, i), state);

  return count;
}

/**
 * e2e_report_picture:
 *
 * Returns: where the picture of the camera stands on the screen, which it must
 */
E2eRect
e2e_report_picture (JsonObject *report,
                    guint       index)
{
  JsonObject *picture
    = json_object_get_object_member (e2e_report_camera (report, index), "picture");

  g_assert_nonnull (picture);

  return (E2eRect) {
    .x = (int) json_object_get_int_member (picture, "x"),
    .y = (int) json_object_get_int_member (picture, "y"),
    .width = (int) json_object_get_int_member (picture, "width"),
    .height = (int) json_object_get_int_member (picture, "height"),
  };
}
