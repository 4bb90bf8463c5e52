/* wall-failure.c
 *
 * An error of a pipeline to a reason: what the element says itself in the details, else what its
 * error code stands for. Never %WALL_REASON_NONE.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-failure.h"

static gboolean
read_details (GstMessage *message,
              WallReason *out_reason)
{
  const GstStructure *details = NULL;
  const char *nick;
  WallReason reason;

  gst_message_parse_error_details (message, &details);
  nick = details ? gst_structure_get_string (details, "reason") : NULL;
  if (!nick || !wall_reason_from_nick (nick, &reason) || reason == WALL_REASON_NONE)
    return FALSE;

  *out_reason = reason;
  return TRUE;
}

static WallReason
from_resource (int code)
{
  static const struct {
    int        code;
    WallReason reason;
  } reasons[] = {
    { GST_RESOURCE_ERROR_NOT_FOUND,       WALL_REASON_BAD_ADDRESS      },
    { GST_RESOURCE_ERROR_BUSY,            WALL_REASON_TOO_MANY         },
    { GST_RESOURCE_ERROR_OPEN_READ,       WALL_REASON_REFUSED          },
    { GST_RESOURCE_ERROR_OPEN_WRITE,      WALL_REASON_REFUSED          },
    { GST_RESOURCE_ERROR_OPEN_READ_WRITE, WALL_REASON_REFUSED          },
    { GST_RESOURCE_ERROR_READ,            WALL_REASON_CLOSED_BY_DEVICE },
    { GST_RESOURCE_ERROR_WRITE,           WALL_REASON_CLOSED_BY_DEVICE },
    { GST_RESOURCE_ERROR_SETTINGS,        WALL_REASON_BAD_ADDRESS      },
    { GST_RESOURCE_ERROR_NO_SPACE_LEFT,   WALL_REASON_LOCAL            },
    { GST_RESOURCE_ERROR_NOT_AUTHORIZED,  WALL_REASON_WRONG_PASSWORD   },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (reasons[i].code == code)
      return reasons[i].reason;
  }

  return WALL_REASON_REJECTED;
}

static WallReason
from_stream (int code)
{
  if (code == GST_STREAM_ERROR_CODEC_NOT_FOUND)
    return WALL_REASON_NO_DECODER;

  return WALL_REASON_BAD_DATA;
}

/* Caps that nobody agreed on come from the stream; all else is about the installation. */
static WallReason
from_core (int code)
{
  if (code == GST_CORE_ERROR_MISSING_PLUGIN)
    return WALL_REASON_NO_DECODER;
  if (code == GST_CORE_ERROR_NEGOTIATION || code == GST_CORE_ERROR_CAPS)
    return WALL_REASON_BAD_DATA;

  return WALL_REASON_LOCAL;
}

static WallReason
from_code (const GError *error)
{
  WallReason reason;

  if (error->domain == GST_RESOURCE_ERROR)
    return from_resource (error->code);
  if (error->domain == GST_STREAM_ERROR)
    return from_stream (error->code);
  if (error->domain == GST_CORE_ERROR)
    return from_core (error->code);
  if (error->domain == GST_LIBRARY_ERROR)
    return WALL_REASON_LOCAL;

  reason = wall_reason_from_error (error);
  return reason == WALL_REASON_NONE ? WALL_REASON_REJECTED : reason;
}

/**
 * wall_failure_get_reason:
 * @message: an error message
 *
 * Returns: why, never %WALL_REASON_NONE
 */
WallReason
wall_failure_get_reason (GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  WallReason reason;

  g_return_val_if_fail (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR, WALL_REASON_LOCAL);

  if (read_details (message, &reason))
    return reason;

  gst_message_parse_error (message, &error, NULL);

  return from_code (error);
}

/**
 * wall_failure_has_reason:
 * @message: an error message
 *
 * Returns: whether the element itself said why; else the reason is only what its code stands for
 */
gboolean
wall_failure_has_reason (GstMessage *message)
{
  WallReason reason;

  return read_details (message, &reason);
}
