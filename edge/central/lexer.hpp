// Cuts a script of the management shell into words, as PowerShell does in argument mode, as far as cmdlets need it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "edge/central/cmdlet.hpp"
#include "sansio/result.hpp"

namespace central {

struct Token {
    enum class Kind : std::uint8_t {
        word,       // a plain or quoted value, or the cmdlet's name
        variable,   // $true, $false, $null; text in lower case
        parameter,  // -Name; text without the dash
        end,        // of a command: a line end, a ; or the end of the script
    };
    Kind kind = Kind::end;
    std::string text;
    Place place;
    bool has_colon = false;  // a parameter that was written -Name:, so that its value follows whatever it is
    bool is_quoted = false;
};

/// All tokens, the last of them an end; or what cannot be read. After a fault reading goes on at the next line.
sansio::Result<std::vector<Token>, std::vector<Fault>> tokenize(std::string_view script, Place first);

}  // namespace central
