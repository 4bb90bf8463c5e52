/* e2e-rig.h
 *
 * The real programs, put up and pulled down by a test: an encoder that can be hurt, and a wall that
 * can be asked. Every wait has a deadline and says what it waited for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "e2e-screen.h"

G_BEGIN_DECLS

/* How large a wall the tests use: smaller where the programs are slowed down by sanitizers. */
guint       e2e_get_cameras    (void);
gboolean    e2e_is_small       (void);

GSubprocess *e2e_spawn         (const char *const *argv,
                                GSubprocessFlags   flags,
                                const char        *log);

/* The encoder as a program of its own, steered by lines on its standard input. */
typedef struct _E2eEncoder E2eEncoder;

E2eEncoder *e2e_encoder_new    (guint         channels,
                                guint16       port);
E2eEncoder *e2e_encoder_new_with (guint       channels,
                                  guint16     port,
                                  const char *const *options);
guint16     e2e_encoder_get_port (E2eEncoder *self);
guint       e2e_encoder_count  (E2eEncoder   *self,
                                const char   *counter);
void        e2e_encoder_say    (E2eEncoder   *self,
                                const char   *line);
char       *e2e_encoder_ask    (E2eEncoder   *self,
                                const char   *line);
void        e2e_encoder_signal (E2eEncoder   *self,
                                int           signum);
void        e2e_encoder_free   (E2eEncoder   *self);

/* What a wall is given. */
char       *e2e_make_devices   (guint         cameras,
                                guint16       port);
char       *e2e_make_credentials (guint16     port,
                                  const char *password);

/* The wall as a program of its own, asked over D-Bus. */
typedef struct _E2eWall E2eWall;

E2eWall    *e2e_wall_new       (guint         cameras,
                                guint16       port,
                                const char   *password);
E2eWall    *e2e_wall_new_with_files (const char *devices,
                                     const char *credentials);
E2eWall    *e2e_wall_new_own   (const char   *credentials);
E2eWall    *e2e_wall_new_activated (const char *devices);
int         e2e_wall_get_pid   (E2eWall      *self);
char       *e2e_wall_dup_devices (E2eWall    *self);
void        e2e_wall_put_devices (E2eWall    *self,
                                  const char *text);
void        e2e_wall_chmod_devices (E2eWall  *self,
                                    int       mode);
void        e2e_wall_edit_devices (E2eWall   *self,
                                   const char *text);
JsonObject *e2e_wall_report    (E2eWall      *self);
void        e2e_wall_activate  (E2eWall      *self,
                                const char   *action,
                                GVariant     *parameter);
void        e2e_wall_activate_app (E2eWall   *self,
                                   const char *action,
                                   GVariant   *parameter);
double      e2e_wall_quit      (E2eWall      *self,
                                int           signum,
                                int          *out_status);
void        e2e_wall_free      (E2eWall      *self);

/* Cameras of a report; @index from 0. */
JsonObject *e2e_report_camera  (JsonObject   *report,
                                guint         index);
const char *e2e_report_state   (JsonObject   *report,
                                guint         index);
const char *e2e_report_reason  (JsonObject   *report,
                                guint         index);
E2eRect     e2e_report_picture (JsonObject   *report,
                                guint         index);
guint       e2e_report_count   (JsonObject   *report,
                                const char   *state);

/* Until @index (or every camera: -1) is in @state; returns the seconds it took. */
double      e2e_wall_wait_state (E2eWall     *self,
                                 int          index,
                                 const char  *state,
                                 double       deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2eEncoder, e2e_encoder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2eWall, e2e_wall_free)

G_END_DECLS
