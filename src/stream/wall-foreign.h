/* wall-foreign.h
 *
 * A source that speaks another protocol than DVRIP, as an abstract bin. It is its own origin and
 * does once what all of them need: lookup, connection attempt, progress, one failure with a reason,
 * deadlines, counters, pads, the close. What a protocol adds is in the class.
 *
 * Everything under "Network thread" below runs there (wall-io-thread) and must not block; what a
 * subclass learns elsewhere it hands over by wall_foreign_invoke(). An object is good for one
 * attempt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

#include "wall-player.h"

G_BEGIN_DECLS

#define WALL_TYPE_FOREIGN (wall_foreign_get_type ())
G_DECLARE_DERIVABLE_TYPE (WallForeign, wall_foreign, WALL, FOREIGN, GstBin)

/* Only forward; LOGIN is skipped where nobody asks for a password. Each but the first two and the
 * last three has a deadline: leaving it cancels it. */
typedef enum {
  WALL_FOREIGN_IDLE,
  WALL_FOREIGN_LOOKUP,
  WALL_FOREIGN_CONNECT,   /* until the subclass says LOGIN or START: timed out */
  WALL_FOREIGN_LOGIN,     /* silent */
  WALL_FOREIGN_START,     /* silent */
  WALL_FOREIGN_MEDIA,     /* silent, once no byte has come for so long */
  WALL_FOREIGN_CLOSING,
  WALL_FOREIGN_ENDED,
} WallForeignPhase;

typedef struct {
  guint lookup_ms, connect_ms, login_ms, start_ms, silence_ms, close_ms;
} WallForeignDeadlines;

struct _WallForeignClass {
  GstBinClass parent_class;

  /* On the thread that starts the pipeline: makes the elements, in the bin and with their state
   * locked. May load a plugin, but waits for nobody. */
  gboolean (*prepare)   (WallForeign  *self,
                         GError      **error);

  /* Network thread. The first two are alternatives: the base class dials unless a subclass connects
   * itself; then the one says wall_foreign_set_connection(). */
  void     (*connect)   (WallForeign  *self,
                         GPtrArray    *addresses);   /* GInetSocketAddress, at least one */
  void     (*connected) (WallForeign  *self,
                         GSocket      *socket);      /* (transfer full): not blocking */
  /* Optional: closes in order, or after a failure hangs up without another word, and says
   * wall_foreign_closed() then. Without them it is over at once. */
  void     (*close)     (WallForeign  *self);
  void     (*hang_up)   (WallForeign  *self);
  /* Lets go of everything that it has on the network thread. Once, whatever became of it; the
   * state of the elements may be any. */
  void     (*drop)      (WallForeign  *self);

  /* On whatever thread an element of the bin posts: its error as a reason; %WALL_REASON_NONE: it
   * is nobody's business. Optional: else what the error code stands for. */
  WallReason (*translate) (WallForeign *self,
                           GstMessage  *message,
                           int         *out_ret);

  /* On the thread that brings a paused pipeline down, before its elements are. It may wait for data
   * that is on its way: nothing downstream holds it up by then. Optional. */
  void     (*end)       (WallForeign  *self);
};

/* Main thread, before it plays. */
gboolean    wall_foreign_configure      (WallForeign            *self,
                                         const WallPlayerConfig *config,
                                         guint16                 default_port,
                                         GError                **error);

/* What it was configured with: any thread. */
GUri       *wall_foreign_get_uri        (WallForeign            *self);
const char *wall_foreign_get_host       (WallForeign            *self);
guint16     wall_foreign_get_port       (WallForeign            *self);
const char *wall_foreign_get_user       (WallForeign            *self);
const char *wall_foreign_get_password   (WallForeign            *self);
const char *wall_foreign_get_pin        (WallForeign            *self);

/* Network thread. */
void        wall_foreign_enter          (WallForeign            *self,
                                         WallForeignPhase        phase);
GCancellable *wall_foreign_get_cancellable (WallForeign         *self);
void        wall_foreign_set_connection (WallForeign            *self,
                                         GSocket                *socket);
void        wall_foreign_closed         (WallForeign            *self,
                                         const char             *ended_by);

/* Any thread. */
WallForeignPhase wall_foreign_get_phase (WallForeign            *self);
void        wall_foreign_invoke         (WallForeign            *self,
                                         void                  (*function) (WallForeign *self));
void        wall_foreign_fail           (WallForeign            *self,
                                         WallReason              reason,
                                         int                     ret,
                                         const char             *sentence,
                                         const char             *debug);
void        wall_foreign_note_bytes     (WallForeign            *self,
                                         gsize                   size);
void        wall_foreign_set_certificate (WallForeign           *self,
                                          const char            *certificate);
gboolean    wall_foreign_run            (WallForeign            *self,
                                         GstElement             *child);
void        wall_foreign_add_pad        (WallForeign            *self,
                                         GstPad                 *target);
void        wall_foreign_get_deadlines  (WallForeign            *self,
                                         WallForeignDeadlines   *out_deadlines);

/* For tests, which cannot wait: for all that are made from now on; %NULL for the usual ones. */
void        wall_foreign_set_default_deadlines (const WallForeignDeadlines *deadlines);

G_END_DECLS
