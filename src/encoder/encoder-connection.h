/* encoder-connection.h
 *
 * One accepted socket: packets in, replies and units out, and an end in order.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dvrip-packet-reader.h"
#include "encoder-deviation.h"
#include "encoder-sender.h"

G_BEGIN_DECLS

typedef struct _EncoderConnection EncoderConnection;

typedef enum {
  ENCODER_END_FIN,    /* the client's FIN came */
  ENCODER_END_RESET,  /* the client's RST came, or the connection broke */
  ENCODER_END_OURS,   /* ended here, and the client's FIN did not come in time */
} EncoderEnd;

typedef struct {
  void (*packet) (EncoderConnection *self, const DvripHeader *header, GBytes *payload,
                  gpointer user_data);
  /* The client's FIN came; what is sent after this may not be read. Before @ended. */
  void (*fin)    (EncoderConnection *self, gpointer user_data);
  /* The socket is closed. Once, and the last call. */
  void (*ended)  (EncoderConnection *self, EncoderEnd end, gpointer user_data);
} EncoderConnectionEvents;

EncoderConnection *encoder_connection_new             (GSocket                       *socket,
                                                       const EncoderConnectionEvents *events,
                                                       gpointer                       user_data);
void               encoder_connection_unref           (EncoderConnection             *self);
void               encoder_connection_set_deviations  (EncoderConnection             *self,
                                                       const EncoderDeviations       *deviations);
void               encoder_connection_send            (EncoderConnection             *self,
                                                       guint32                        session_id,
                                                       guint32                        sequence,
                                                       guint16                        id,
                                                       GBytes                        *payload);
void               encoder_connection_send_packet     (EncoderConnection             *self,
                                                       DvripHeader                   *header,
                                                       GBytes                        *payload);
EncoderSender     *encoder_connection_get_sender      (EncoderConnection             *self);
void               encoder_connection_flush           (EncoderConnection             *self);
GSocket           *encoder_connection_get_socket      (EncoderConnection             *self);
gboolean           encoder_connection_is_open         (EncoderConnection             *self);
gint64             encoder_connection_get_received_us (EncoderConnection             *self);
gint64             encoder_connection_get_drained_us  (EncoderConnection             *self);
void               encoder_connection_hold            (EncoderConnection             *self,
                                                       gboolean                       hold);
void               encoder_connection_close           (EncoderConnection             *self);
void               encoder_connection_reset           (EncoderConnection             *self);
void               encoder_connection_check           (EncoderConnection             *self,
                                                       gint64                         now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderConnection, encoder_connection_unref)

G_END_DECLS
