/* src-client.h
 *
 * A dvripsrc in a pipeline that plays a fake device, what it has pushed, and what the bus says.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "fake-device.h"

G_BEGIN_DECLS

#define SRC_CLIENT_DEADLINE (20 * GST_SECOND)

typedef struct {
  GstElement *pipeline;
  GstElement *src;
  GstBus     *bus;
  GQueue      messages;  /* of GstMessage: came while another one was waited for */

  /* Guarded by @lock, @cond tells of every change. */
  GMutex      lock;
  GCond       cond;
  GPtrArray  *buffers;   /* of GstBuffer, as pushed */
  guint       n_eos;
  gboolean    is_held;   /* what is pushed waits downstream */
} SrcClient;

SrcClient    *src_client_new            (guint16       port);
void          src_client_free           (SrcClient    *self);
void          src_client_play           (SrcClient    *self);
void          src_client_set_timeouts   (SrcClient    *self,
                                         guint         timeout_ms);
void          src_client_hold           (SrcClient    *self,
                                         gboolean      is_held);
void          src_client_wait_buffers   (SrcClient    *self,
                                         guint         n_buffers);
GstBuffer    *src_client_get_buffer     (SrcClient    *self,
                                         guint         index);
guint         src_client_get_n_buffers  (SrcClient    *self);
void          src_client_wait_phase     (SrcClient    *self,
                                         const char   *phase);
guint64       src_client_get_statistic  (SrcClient    *self,
                                         const char   *field);
GstMessage   *src_client_pop_message    (SrcClient    *self,
                                         GstMessageType types);
GstMessage   *src_client_wait_message   (SrcClient    *self,
                                         GstMessageType types);
GstStructure *src_client_wait_closed    (SrcClient    *self);
void          src_client_assert_closed  (SrcClient    *self,
                                         const char   *ended_by,
                                         const char   *reason);
void          src_client_assert_error   (SrcClient    *self,
                                         int           code,
                                         const char   *reason,
                                         int           ret);
void          src_client_assert_quiet   (SrcClient    *self);
void          src_client_close          (SrcClient    *self);

/* Until every connection of @device has ended, and none by a reset. */
void          wait_until_left           (FakeDevice   *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SrcClient, src_client_free)

G_END_DECLS
