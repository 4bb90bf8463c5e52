/* wall-connection-row.c
 *
 * One camera in the connection view. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-connection-row.h"

#include <glib/gi18n-lib.h>

#include "wall-status-text.h"

/* Below every number; beside an unsigned one, -1 would be the largest. */
#define UNKNOWN (-1.0)

struct _WallConnectionRow {
  GObject parent_instance;

  WallCamera          *camera;
  WallCameraStatus     status;
  WallWatchNumbers     numbers;
  WallCameraConnection connection;
  guint                attempts;
  const char          *ended_by;   /* a nick that lasts; %NULL: not ended */
};

G_DEFINE_FINAL_TYPE (WallConnectionRow, wall_connection_row, G_TYPE_OBJECT)

static guint updated;

/* What is no text is sorted as a number. */
static const struct {
  WallConnectionColumn column;
  const char *title;
  gboolean    is_number;
} columns[] = {
  { WALL_CONNECTION_NUMBER,      N_("No."),           TRUE },
  { WALL_CONNECTION_NAME,        N_("Camera"),        FALSE },
  { WALL_CONNECTION_STATUS,      N_("State"),         FALSE },
  { WALL_CONNECTION_AGE,         N_("Picture age"),   TRUE },
  { WALL_CONNECTION_LOCAL,       N_("Local address"), FALSE },
  { WALL_CONNECTION_REMOTE,      N_("Remote address"), FALSE },
  { WALL_CONNECTION_TCP,         N_("TCP state"),     FALSE },
  { WALL_CONNECTION_RTT,         N_("Round trip"),    TRUE },
  { WALL_CONNECTION_RETRANSMITS, N_("Resent"),        TRUE },
  { WALL_CONNECTION_RECEIVED,    N_("Received/s"),    TRUE },
  { WALL_CONNECTION_DECODED,     N_("Decoded/s"),     TRUE },
  { WALL_CONNECTION_PAINTED,     N_("Painted/s"),     TRUE },
  { WALL_CONNECTION_ATTEMPTS,    N_("Attempts"),      TRUE },
  { WALL_CONNECTION_ENDED_BY,    N_("Ended by"),      FALSE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (columns) == WALL_N_CONNECTION_COLUMNS);

static void
wall_connection_row_dispose (GObject *object)
{
  g_clear_object (&WALL_CONNECTION_ROW (object)->camera);

  G_OBJECT_CLASS (wall_connection_row_parent_class)->dispose (object);
}

static void
wall_connection_row_class_init (WallConnectionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wall_connection_row_dispose;

  updated = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
}

static void
wall_connection_row_init (WallConnectionRow *self)
{
}

/**
 * wall_connection_row_new:
 * @camera: (transfer none): what it is about
 *
 * Returns: (transfer full): a row that knows what can be known without the kernel
 */
WallConnectionRow *
wall_connection_row_new (WallCamera *camera)
{
  WallConnectionRow *self = g_object_new (WALL_TYPE_CONNECTION_ROW, NULL);

  self->camera = g_object_ref (camera);
  wall_connection_row_update (self, NULL);

  return self;
}

/**
 * wall_connection_row_get_camera:
 *
 * Returns: (transfer none): what it is about
 */
WallCamera *
wall_connection_row_get_camera (WallConnectionRow *self)
{
  g_return_val_if_fail (WALL_IS_CONNECTION_ROW (self), NULL);

  return self->camera;
}

/* Who ended the last attempt that is over. */
static const char *
find_ended_by (WallAttemptLog *log)
{
  for (guint i = wall_attempt_log_get_size (log); i-- > 0; ) {
    const WallAttemptRecord *attempt = wall_attempt_log_get (log, i);

    if (attempt->ended_us >= 0 && attempt->ended_by)
      return g_intern_string (attempt->ended_by);
  }

  return NULL;
}

/**
 * wall_connection_row_update:
 * @table: (nullable): what the kernel says
 *
 * Looks at the camera anew.
 */
void
wall_connection_row_update (WallConnectionRow *self,
                            WallTcpTable      *table)
{
  WallAttemptLog *log;

  g_return_if_fail (WALL_IS_CONNECTION_ROW (self));

  log = wall_camera_get_attempts (self->camera);
  wall_camera_get_status (self->camera, &self->status);
  wall_camera_get_numbers (self->camera, &self->numbers);
  wall_camera_get_connection (self->camera, table, &self->connection);
  self->attempts = wall_attempt_log_get_count (log);
  self->ended_by = find_ended_by (log);
  g_signal_emit (self, updated, 0);
}

static char *
dup_end (const char *address,
         guint16     port)
{
  if (port == 0)
    return g_strdup ("");

  return g_strdup_printf (strchr (address, ':') ? "[%s]:%u" : "%s:%u", address, port);
}

static char *
dup_age (gint64 age_us)
{
  return age_us < 0 ? g_strdup ("") : g_strdup_printf (_("%.1f s"), (double) age_us / 1e6);
}

static gboolean
has_rtt (const WallCameraConnection *connection)
{
  return connection->is_known && connection->rtt_us > 0;
}

static char *
dup_rtt (const WallCameraConnection *connection)
{
  if (!has_rtt (connection))
    return g_strdup ("");

  return g_strdup_printf (_("%.1f ms"), connection->rtt_us / 1e3);
}

static const char *
get_ended_by_words (const char *nick)
{
  if (nick == NULL)
    return "";
  if (g_str_equal (nick, "us"))
    return _("this computer");
  if (g_str_equal (nick, "device"))
    return _("the device");

  return _("the deadline");
}

static guint
get_number (WallConnectionRow *self)
{
  return wall_camera_config_get_number (wall_camera_get_config (self->camera));
}

/**
 * wall_connection_row_dup_text:
 *
 * Returns: (transfer full): what stands in @column, "" where nothing is known
 */
char *
wall_connection_row_dup_text (WallConnectionRow    *self,
                              WallConnectionColumn  column)
{
  const WallCameraConnection *connection = &self->connection;

  switch (column) {
  case WALL_CONNECTION_NUMBER:
    return g_strdup_printf ("%u", get_number (self));
  case WALL_CONNECTION_NAME:
    return g_strdup (wall_camera_config_get_name (wall_camera_get_config (self->camera)));
  case WALL_CONNECTION_STATUS:
    return wall_badge_text (&self->status);
  case WALL_CONNECTION_AGE:
    return dup_age (self->status.picture_age_us);
  case WALL_CONNECTION_LOCAL:
    return dup_end (connection->local_address, connection->local_port);
  case WALL_CONNECTION_REMOTE:
    return dup_end (connection->remote_address, connection->remote_port);
  case WALL_CONNECTION_TCP:
    return g_strdup (connection->is_known ? wall_tcp_state_to_string (connection->state) : "");
  case WALL_CONNECTION_RTT:
    return dup_rtt (connection);
  case WALL_CONNECTION_RETRANSMITS:
    return connection->is_known ? g_strdup_printf ("%u", connection->retransmits) : g_strdup ("");
  case WALL_CONNECTION_RECEIVED:
    return g_strdup_printf ("%.1f", self->numbers.received_fps);
  case WALL_CONNECTION_DECODED:
    return g_strdup_printf ("%.1f", self->numbers.decoded_fps);
  case WALL_CONNECTION_PAINTED:
    return g_strdup_printf ("%.1f", self->numbers.painted_fps);
  case WALL_CONNECTION_ATTEMPTS:
    return g_strdup_printf ("%u", self->attempts);
  case WALL_CONNECTION_ENDED_BY:
    return g_strdup (get_ended_by_words (self->ended_by));
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}

/* What a column of numbers is sorted by; what is not known comes first. */
static double
get_value (WallConnectionRow    *self,
           WallConnectionColumn  column)
{
  switch (column) {
  case WALL_CONNECTION_NUMBER:
    return get_number (self);
  case WALL_CONNECTION_AGE:
    return (double) self->status.picture_age_us;
  case WALL_CONNECTION_RTT:
    return has_rtt (&self->connection) ? self->connection.rtt_us : UNKNOWN;
  case WALL_CONNECTION_RETRANSMITS:
    return self->connection.is_known ? self->connection.retransmits : UNKNOWN;
  case WALL_CONNECTION_RECEIVED:
    return self->numbers.received_fps;
  case WALL_CONNECTION_DECODED:
    return self->numbers.decoded_fps;
  case WALL_CONNECTION_PAINTED:
    return self->numbers.painted_fps;
  case WALL_CONNECTION_ATTEMPTS:
    return self->attempts;
  case WALL_CONNECTION_NAME:
  case WALL_CONNECTION_STATUS:
  case WALL_CONNECTION_LOCAL:
  case WALL_CONNECTION_REMOTE:
  case WALL_CONNECTION_TCP:
  case WALL_CONNECTION_ENDED_BY:
  default:
    g_return_val_if_reached (0);
  }
}

static int
compare_texts (WallConnectionRow    *self,
               WallConnectionRow    *other,
               WallConnectionColumn  column)
{
  g_autofree char *first = wall_connection_row_dup_text (self, column);
  g_autofree char *second = wall_connection_row_dup_text (other, column);

  return g_utf8_collate (first, second);
}

/**
 * wall_connection_row_compare:
 *
 * Returns: below, at or above 0, as @self comes before, with or after @other
 */
int
wall_connection_row_compare (WallConnectionRow    *self,
                             WallConnectionRow    *other,
                             WallConnectionColumn  column)
{
  double first, second;

  if (!wall_connection_column_is_number (column))
    return compare_texts (self, other, column);

  first = get_value (self, column);
  second = get_value (other, column);

  return (first > second) - (first < second);
}

/**
 * wall_connection_column_get_title:
 *
 * Returns: (transfer none): its title, translated
 */
const char *
wall_connection_column_get_title (WallConnectionColumn column)
{
  g_return_val_if_fail ((guint) column < WALL_N_CONNECTION_COLUMNS, "");

  return _(columns[column].title);
}

/**
 * wall_connection_column_is_number:
 *
 * Returns: whether it has numbers, which stand at its right
 */
gboolean
wall_connection_column_is_number (WallConnectionColumn column)
{
  g_return_val_if_fail ((guint) column < WALL_N_CONNECTION_COLUMNS, FALSE);

  return columns[column].is_number;
}
