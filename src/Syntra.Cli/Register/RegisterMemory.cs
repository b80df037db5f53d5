using System.Text.Json;

namespace Syntra.Cli.Register;

/// <summary>A register that ran.</summary>
internal sealed record RanRegister(int Version, string Sha256);

/// <summary>Remembers which register ran last, so that an older one is refused and a changed one is audited.</summary>
internal sealed class RegisterMemory(string path)
{
    /// <summary>The last one; null before the first start.</summary>
    /// <exception cref="CommandException">The file is damaged.</exception>
    internal RanRegister? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<RanRegister>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException bad)
        {
            throw new CommandException($"{path} is damaged: it says which PHI register ran last. Cure: find that out from the audit (RegisterChanged), then remove the file", bad);
        }
    }

    /// <summary>Remembers one; a crash leaves the old file or the new one.</summary>
    internal void Write(RanRegister register)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".next", JsonSerializer.SerializeToUtf8Bytes(register));
        File.Move(path + ".next", path, overwrite: true);
    }
}
