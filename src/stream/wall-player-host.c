/* wall-player-host.c
 *
 * What a player asks of the computer that it runs on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-player.h"

#include "wall-decoder.h"

/**
 * wall_player_has_decoder:
 * @codec: "H.264", "H.265", "JPEG", "MPEG-4"
 *
 * Returns: whether it can be decoded on this computer
 */
gboolean
wall_player_has_decoder (const char *codec)
{
  const WallCodec *known = wall_codec_from_name (codec);

  return known && *wall_codec_get_missing (known) == '\0';
}

/**
 * wall_player_get_missing_package:
 * @codec: "H.264", "H.265", "JPEG", "MPEG-4"
 *
 * Returns: (transfer none): what is missing to decode it, Debian's package or an extension of Flatpak's
 *   runtime; "" if nothing is
 */
const char *
wall_player_get_missing_package (const char *codec)
{
  const WallCodec *known = wall_codec_from_name (codec);

  return known ? wall_codec_get_missing (known) : "";
}

/**
 * wall_player_forbid_dumps:
 *
 * Takes care that no graph of a pipeline is ever written: it would show what elements were given,
 * passwords of foreign sources included. Before gst_init(), which remembers the folder.
 */
void
wall_player_forbid_dumps (void)
{
  g_unsetenv ("GST_DEBUG_DUMP_DOT_DIR");
}
