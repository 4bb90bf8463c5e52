/* wall-notice-text.c
 *
 * The words for somebody who does not see the wall: which cameras are not live, and why; and which are
 * live again. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-notice-text.h"

#include <glib/gi18n-lib.h>

#include "wall-reason-text.h"

/* More are not read. */
#define LINES 4

static char *
dup_name (WallCamera *camera)
{
  g_autofree char *name = NULL;
  guint number;

  g_object_get (camera, "name", &name, "number", &number, NULL);
  if (name && *name)
    return g_steal_pointer (&name);

  /* Translators: a camera without a name, by its number */
  return g_strdup_printf (_("Camera %u"), number);
}

/* (nullable): if it is the only one */
static char *
dup_only_name (GPtrArray *cameras)
{
  return cameras->len == 1 ? dup_name (g_ptr_array_index (cameras, 0)) : NULL;
}

/* What is the case for long; seconds would be wrong a moment later. */
static char *
dup_why (WallCamera *camera)
{
  WallCameraStatus status;

  wall_camera_get_status (camera, &status);
  if (status.reason != WALL_REASON_NONE)
    return wall_reason_dup_title (status.reason, status.codec);

  return g_strdup (_("No new picture"));
}

/**
 * wall_notice_is_lost:
 * @status: of a camera
 *
 * What is late, or was lost a moment ago, may be back before anybody has read of it.
 *
 * Returns: whether it is worth telling somebody who does not see it
 */
gboolean
wall_notice_is_lost (const WallCameraStatus *status)
{
  switch (status->state) {
  case WALL_LINK_NEEDS_ATTENTION:
    return TRUE;
  case WALL_LINK_IDLE:
  case WALL_LINK_LIVE:
  case WALL_LINK_OFF:
    return FALSE;
  case WALL_LINK_QUEUED:
  case WALL_LINK_CONNECTING:
  case WALL_LINK_SIGNING_IN:
  case WALL_LINK_WAITING_PICTURE:
  case WALL_LINK_LATE:
  case WALL_LINK_STALLED:
  case WALL_LINK_CLOSING:
  case WALL_LINK_WAITING_RETRY:
    return (status->notices & WALL_NOTICE_ALARM) != 0;
  }

  return FALSE;
}

/**
 * wall_notice_title:
 * @cameras: (element-type WallCamera): at least one
 *
 * Returns: (transfer full): translated
 */
char *
wall_notice_title (GPtrArray *cameras)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (cameras->len > 0, NULL);

  name = dup_only_name (cameras);
  if (name)
    /* Translators: the title of a notification; the name of a camera */
    return g_strdup_printf (_("%s is not live"), name);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u camera is not live",
                                       "%u cameras are not live", cameras->len), cameras->len);
}

/**
 * wall_notice_body:
 * @cameras: (element-type WallCamera): at least one
 *
 * Returns: (transfer full): translated: why, and for several cameras which
 */
char *
wall_notice_body (GPtrArray *cameras)
{
  GString *body = g_string_new (NULL);
  guint rest = cameras->len > LINES ? cameras->len - LINES : 0;

  if (cameras->len == 1) {
    g_string_free (body, TRUE);
    return dup_why (g_ptr_array_index (cameras, 0));
  }

  for (guint i = 0; i < cameras->len - rest; i++) {
    WallCamera *camera = g_ptr_array_index (cameras, i);
    g_autofree char *name = dup_name (camera);
    g_autofree char *why = dup_why (camera);

    /* Translators: the name of a camera, and why it is not live */
    g_string_append_printf (body, _("%s: %s"), name, why);
    g_string_append_c (body, '\n');
  }
  if (rest > 0)
    g_string_append_printf (body, g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more",
                                               rest), rest);
  else
    g_string_truncate (body, body->len - 1);

  return g_string_free (body, FALSE);
}

/**
 * wall_notice_back:
 * @cameras: (element-type WallCamera): at least one
 *
 * Returns: (transfer full): translated
 */
char *
wall_notice_back (GPtrArray *cameras)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (cameras->len > 0, NULL);

  name = dup_only_name (cameras);
  if (name)
    /* Translators: said to somebody who hears the wall; the name of a camera */
    return g_strdup_printf (_("%s is live again"), name);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u camera is live again",
                                       "%u cameras are live again", cameras->len), cameras->len);
}
