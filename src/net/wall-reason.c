/* wall-reason.c
 *
 * Why a connection is not what one wants it to be: one word that travels from the socket to the
 * badge.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-reason.h"

G_DEFINE_QUARK (wall-error, wall_error)

static const char *const nicks[WALL_N_REASONS] = {
  [WALL_REASON_NONE] = "none",
  [WALL_REASON_REFUSED] = "refused",
  [WALL_REASON_NO_ROUTE] = "no-route",
  [WALL_REASON_TIMED_OUT] = "timed-out",
  [WALL_REASON_NAME_NOT_FOUND] = "name-not-found",
  [WALL_REASON_RESET] = "reset",
  [WALL_REASON_CLOSED_BY_DEVICE] = "closed-by-device",
  [WALL_REASON_NOT_DVRIP] = "not-dvrip",
  [WALL_REASON_WRONG_PASSWORD] = "wrong-password",
  [WALL_REASON_PASSWORD_NEEDED] = "password-needed",
  [WALL_REASON_LOCKED_OUT] = "locked-out",
  [WALL_REASON_NO_PERMISSION] = "no-permission",
  [WALL_REASON_NO_SUCH_CHANNEL] = "no-such-channel",
  [WALL_REASON_CHANNEL_OFFLINE] = "channel-offline",
  [WALL_REASON_TOO_MANY] = "too-many-connections",
  [WALL_REASON_REJECTED] = "rejected",
  [WALL_REASON_SILENT] = "silent",
  [WALL_REASON_BAD_DATA] = "bad-data",
  [WALL_REASON_NO_PICTURE] = "no-picture",
  [WALL_REASON_NO_DECODER] = "no-decoder",
  [WALL_REASON_UNSUPPORTED] = "unsupported",
  [WALL_REASON_WRONG_SERVICE] = "wrong-service",
  [WALL_REASON_NO_SUCH_STREAM] = "no-such-stream",
  [WALL_REASON_TLS_FAILED] = "tls-failed",
  [WALL_REASON_CERTIFICATE_CHANGED] = "certificate-changed",
  [WALL_REASON_BAD_ADDRESS] = "bad-address",
  [WALL_REASON_LOCAL] = "local",
};

/* What GIO makes of an errno. Whatever is not listed happened on this computer. */
static const struct {
  GIOErrorEnum code;
  WallReason reason;
} io_reasons[] = {
  { G_IO_ERROR_CANCELLED,           WALL_REASON_NONE             },
  { G_IO_ERROR_CONNECTION_REFUSED,  WALL_REASON_REFUSED          },
  { G_IO_ERROR_HOST_UNREACHABLE,    WALL_REASON_NO_ROUTE         },
  { G_IO_ERROR_NETWORK_UNREACHABLE, WALL_REASON_NO_ROUTE         },
  { G_IO_ERROR_TIMED_OUT,           WALL_REASON_TIMED_OUT        },
  { G_IO_ERROR_HOST_NOT_FOUND,      WALL_REASON_NAME_NOT_FOUND   },
  { G_IO_ERROR_CONNECTION_CLOSED,   WALL_REASON_RESET            },
  { G_IO_ERROR_PARTIAL_INPUT,       WALL_REASON_CLOSED_BY_DEVICE },
  { G_IO_ERROR_INVALID_DATA,        WALL_REASON_BAD_DATA         },
  { G_IO_ERROR_INVALID_ARGUMENT,    WALL_REASON_BAD_ADDRESS      },
};

static WallReason
reason_from_io_code (int code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (io_reasons); i++)
    if (io_reasons[i].code == (GIOErrorEnum) code)
      return io_reasons[i].reason;

  return WALL_REASON_LOCAL;
}

/**
 * wall_reason_to_nick:
 * @reason: a reason
 *
 * Names a reason where the enum cannot travel: in messages of elements, in the report.
 *
 * Returns: the nick; never translated
 */
const char *
wall_reason_to_nick (WallReason reason)
{
  g_return_val_if_fail ((guint) reason < WALL_N_REASONS, "local");

  return nicks[reason];
}

/**
 * wall_reason_from_nick:
 * @nick: (nullable): a nick
 * @out_reason: (out): the reason; unchanged when the nick is unknown
 *
 * Returns: whether a reason has that nick
 */
gboolean
wall_reason_from_nick (const char *nick,
                       WallReason *out_reason)
{
  for (guint i = 0; i < WALL_N_REASONS; i++) {
    if (g_strcmp0 (nicks[i], nick) != 0)
      continue;

    *out_reason = (WallReason) i;
    return TRUE;
  }

  return FALSE;
}

/**
 * wall_reason_from_error:
 * @error: (nullable): what went wrong; of %WALL_ERROR, or as GIO says it
 *
 * Cancelled is not failed: %G_IO_ERROR_CANCELLED gives %WALL_REASON_NONE, as does %NULL. What
 * neither the device nor the network can be blamed for is %WALL_REASON_LOCAL.
 *
 * Returns: the reason
 */
WallReason
wall_reason_from_error (const GError *error)
{
  if (!error)
    return WALL_REASON_NONE;

  if (error->domain == WALL_ERROR && error->code > 0 && error->code < WALL_N_REASONS)
    return (WallReason) error->code;

  if (error->domain == G_RESOLVER_ERROR)
    return WALL_REASON_NAME_NOT_FOUND;

  if (error->domain == G_IO_ERROR)
    return reason_from_io_code (error->code);

  return WALL_REASON_LOCAL;
}
