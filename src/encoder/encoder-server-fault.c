/* encoder-server-fault.c
 *
 * Lets other threads decide what goes wrong, and in what the device departs from the usual.
 * Callable from any thread; waits for the network thread for an instant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

static void
apply_fault (EncoderServer *self,
             gpointer       data)
{
  encoder_fault_apply (self, data);
}

/**
 * encoder_server_apply_fault:
 * @spec: what, where and when
 *
 * Lets something go wrong, or right again; what that means is said in encoder-fault.c. What is to
 * happen now has happened when this returns.
 */
void
encoder_server_apply_fault (EncoderServer          *self,
                            const EncoderFaultSpec *spec)
{
  EncoderFaultSpec call = *spec;

  g_return_if_fail (spec->channel <= self->n_channels && self->clients);

  encoder_server_call (self, apply_fault, &call);
}

/**
 * encoder_server_set_fault:
 * @channel: from 1; 0: all
 *
 * Lets this go wrong from now on, with its usual number, and nothing else any more.
 */
void
encoder_server_set_fault (EncoderServer *self,
                          guint          channel,
                          EncoderFault   fault)
{
  const EncoderFaultSpec spec = {
    .channel = channel, .fault = fault, .value = encoder_fault_get_info (fault)->normal,
  };

  encoder_server_apply_fault (self, &spec);
}

typedef struct {
  guint            channel;
  EncoderFaultSet *out_faults;
} FaultsCall;

static void
get_faults (EncoderServer *self,
            gpointer       data)
{
  const FaultsCall *call = data;

  *call->out_faults = self->channels[call->channel - 1].faults;
}

/**
 * encoder_server_get_faults:
 * @channel: from 1
 * @out_faults: (out caller-allocates): those that are set
 */
void
encoder_server_get_faults (EncoderServer   *self,
                           guint            channel,
                           EncoderFaultSet *out_faults)
{
  FaultsCall call = { channel, out_faults };

  *out_faults = (EncoderFaultSet) { 0 };
  g_return_if_fail (channel >= 1 && channel <= self->n_channels);

  encoder_server_call (self, get_faults, &call);
}

/**
 * encoder_server_get_fault:
 * @channel: from 1
 *
 * Returns: the first fault that is set
 */
EncoderFault
encoder_server_get_fault (EncoderServer *self,
                          guint          channel)
{
  EncoderFaultSet faults;

  encoder_server_get_faults (self, channel, &faults);
  for (guint i = 1; i < ENCODER_N_FAULTS; i++) {
    if (encoder_fault_set_has (&faults, (EncoderFault) i))
      return (EncoderFault) i;
  }

  return ENCODER_FAULT_NONE;
}

static void
set_deviations (EncoderServer *self,
                gpointer       data)
{
  self->deviations = *(const EncoderDeviations *) data;
}

/**
 * encoder_server_set_deviations:
 *
 * Gives the device other manners from now on.
 */
void
encoder_server_set_deviations (EncoderServer           *self,
                               const EncoderDeviations *deviations)
{
  EncoderDeviations call = *deviations;

  encoder_server_call (self, set_deviations, &call);
}

static void
get_deviations (EncoderServer *self,
                gpointer       data)
{
  *(EncoderDeviations *) data = self->deviations;
}

/**
 * encoder_server_get_deviations:
 * @out_deviations: (out caller-allocates): the manners that it has
 */
void
encoder_server_get_deviations (EncoderServer     *self,
                               EncoderDeviations *out_deviations)
{
  encoder_server_call (self, get_deviations, out_deviations);
}
