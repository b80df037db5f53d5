using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>One instruction of one attempt.</summary>
/// <param name="Instruction">The instruction.</param>
/// <param name="IsFirst">
/// As far as is known nobody has tried to bring this object to Fusion. A hint that saves look-ups where Fusion itself finds or refuses what it
/// has already; nothing may go wrong where it is not true.
/// </param>
internal readonly record struct ObjectAttempt(ObjectInstruction Instruction, bool IsFirst);
