// What the diagnostic ids of this edge say, mean and advise, for whoever explains them without being the edge.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace edge {

/// Texts live as long as the program.
struct DiagnosticText {
    std::uint32_t id = 0;
    int status = 0;           // the SIP status that goes with it; 0: that of the message it is added to
    std::string_view reason;  // as on the wire (MS-OCER §2.2.1.1.7)
    std::string_view meaning;
    std::string_view advice;
};

/// All that this edge can raise, by ascending id.
std::vector<DiagnosticText> diagnostic_texts();

}  // namespace edge
