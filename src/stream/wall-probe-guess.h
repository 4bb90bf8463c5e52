/* wall-probe-guess.h
 *
 * What to say to a port of which nobody knows what it speaks, and what its answer means.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WALL_PROBE_ASK_DVRIP,    /* a keepalive of nobody's session: no device answers, most others do */
  WALL_PROBE_ASK_OPTIONS,  /* RTSP's first request, which a server of HTTP answers, too */
} WallProbeQuestion;

#define WALL_PROBE_MAX_QUESTIONS 2

/* So much of an answer tells. */
#define WALL_PROBE_GUESS_ENOUGH 4096

typedef enum {
  WALL_PROBE_SILENT,       /* said nothing, and the connection stays */
  WALL_PROBE_CLOSED,       /* said nothing, and is gone */
  WALL_PROBE_ANSWERED,
} WallProbeManner;

guint       wall_probe_guess_questions (guint16                  port,
                                        WallProbeQuestion        out_questions[]);
guint       wall_probe_guess_get_patience_ms (WallProbeQuestion  question);
GBytes     *wall_probe_guess_write     (WallProbeQuestion        question);
const char *wall_probe_guess_answer    (const guint8            *data,
                                        gsize                    size,
                                        guint16                  port,
                                        gboolean                *out_is_foreign);
const char *wall_probe_guess_manner    (guint16                  port,
                                        const WallProbeQuestion *questions,
                                        const WallProbeManner   *manners,
                                        guint                    n);

G_END_DECLS
