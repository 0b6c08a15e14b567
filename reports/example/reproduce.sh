#!/bin/sh
# Makes this run and its report again: sh reproduce.sh INPUTS NEW
#   INPUTS  the folder that holds what was read: seeds
#   NEW     the folder to write
# Needs framing==0.1.0 under Python 3.11.7, made with
#   nltk==3.10.4 textblob==0.20.1 vadersentiment==3.3.2 scikit-learn==1.9.1 numpy==2.4.6 pandas==3.1.1 matplotlib==3.11.2
# (every version stands in manifest.json of the run). Inputs by their sha256:
#   4e1e808c6520e47dfefbda940d8c85b0fddebc3f8e2dacf1d726b8e72ab13537  2024-11-13-pakistan-chinese-citizens.txt
# With the run beside this script, `framing verify run --inputs INPUTS` says whether bytes are the same.
set -eu
inputs=${1:-.}
new=${2:-again}
framing analyze \
  "$inputs"/seeds \
  -o "$new" \
  --dates refuse --paragraphs auto \
  --max-characters 1000000 --max-seconds 60 \
  -i frames -i actors -i oped -i vader -i textblob \
  --names actors --net-of frames \
  --style paper
