-- Neovim against `probity lsp --stdio`: the diagnostic is shown, a fix is applied, the diagnostic goes.
-- Neovim 0.7 has neither `-l` nor `vim.lsp.start`; this file is run with `-S`.
local ok, err = xpcall(function()
  local server, file, node = vim.env.SERVER, vim.env.FILE, vim.env.NODE or 'node'
  local say = function(...) io.stdout:write(table.concat(vim.tbl_map(tostring, { ... }), ' ') .. '\n') end
  local v = vim.version()
  say('nvim', v.major .. '.' .. v.minor .. '.' .. v.patch)
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  local buf = vim.api.nvim_get_current_buf()
  vim.bo[buf].filetype = 'typescript'
  local id = vim.lsp.start_client({
    name = 'probity',
    cmd = { node, server, 'lsp', '--stdio' },
    root_dir = vim.fn.fnamemodify(file, ':h:h'),
  })
  assert(id, 'the client does not start')
  vim.lsp.buf_attach_client(buf, id)
  local consent = function()
    return vim.tbl_filter(function(d) return d.code == 'personal-data-without-consent' end, vim.diagnostic.get(buf))
  end
  assert(vim.wait(60000, function() return #consent() > 0 end, 20), 'no diagnostics')
  local found = consent()[1]
  say('diagnostic', found.lnum, found.col, found.source, found.code, found.message)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  local offered = {}
  vim.ui.select = function(items, opts, choose)
    for i, item in ipairs(items) do
      local title = opts.format_item(item)
      table.insert(offered, title)
      if title:match('^Leave customer.email out') then return choose(item, i) end
    end
    error('not offered: ' .. table.concat(offered, '; '))
  end
  vim.lsp.buf.code_action()
  local text = function() return table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n') end
  assert(vim.wait(20000, function() return text():find('JSON.stringify%({ topic: customer.topic }%)') end, 20), 'not applied: ' .. text())
  assert(vim.wait(20000, function() return #consent() == 0 end, 20), 'the diagnostic does not go away')
  say('applied, and gone')
  vim.lsp.stop_client(id)
  say('OK')
end, debug.traceback)
if not ok then io.stderr:write('FAIL ' .. tostring(err) .. '\n'); vim.cmd('cquit 1') end
vim.cmd('qall!')
