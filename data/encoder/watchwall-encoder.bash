# Completion of bash for watchwall-encoder: options as --help lists them, faults and deviations as
# the program lists them.
# SPDX-License-Identifier: GPL-3.0-or-later

# The first words of the list's entries, without numbers.
_watchwall_encoder_names ()
{
  LC_ALL=C "$1" "$2" 2>/dev/null | sed -n 's/^\([a-z0-9-]*\).*/\1/p' | grep .
}

_watchwall_encoder ()
{
  local program=${COMP_WORDS[0]} line=${COMP_LINE:0:COMP_POINT} token option value before=

  # Bash takes words apart at = and :, and puts what is answered behind the last of them.
  token=${line##* }
  if [[ $token == --*=* ]]; then
    option=${token%%=*}
    value=${token#*=}
  else
    line=${line%"$token"}
    line=${line%"${line##*[! ]}"}
    option=${line##* }
    value=$token
  fi

  case $option in
    --fault)
      COMPREPLY=($(compgen -W "$(_watchwall_encoder_names "$program" --list-faults)" \
                           -- "${value##*:}"))
      return ;;
    --deviate)
      [[ $value == *,* ]] && before=${value%,*},
      COMPREPLY=($(compgen -P "$before" \
                           -W "$(_watchwall_encoder_names "$program" --list-deviations)" \
                           -- "${value##*,}"))
      return ;;
    --source)
      COMPREPLY=($(compgen -W "test test-live" -- "$value") $(compgen -f -- "$value"))
      return ;;
    --password-file|--users|--source-credentials)
      COMPREPLY=($(compgen -f -- "$value"))
      return ;;
    --at-limit)
      COMPREPLY=($(compgen -W "close refuse" -- "$value"))
      return ;;
    --listen)
      COMPREPLY=($(compgen -W "127.0.0.1 0.0.0.0" -- "$value"))
      return ;;
  esac

  COMPREPLY=($(compgen -W "$(LC_ALL=C "$program" --help 2>/dev/null |
                             sed -n 's/^.* \(--[a-z-]*=\{0,1\}\).*$/\1/p')" -- "$token"))
  [[ ${COMPREPLY-} == *= ]] && compopt -o nospace 2>/dev/null
}

complete -F _watchwall_encoder watchwall-encoder
